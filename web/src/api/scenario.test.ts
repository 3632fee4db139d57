import { describe, expect, it } from 'vitest';
import { globalId } from './scenario';

describe('the id under which a name is looked up', () => {
  it('is opaque for what has no page of its own, and else as it was given', () => {
    expect(globalId('link:service:E_RS|SA7-arden|referral|ERS-R4@1|')).toBe(
      'bGluazpzZXJ2aWNlOkVfUlN8U0E3LWFyZGVufHJlZmVycmFsfEVSUy1SNEAxfA',
    );
    expect(globalId('deployment:SA1-arden')).toBe('deployment:SA1-arden');
  });

  it('is safe in an address whatever the letters', () => {
    expect(globalId('link:é>?|ÿÿ')).toMatch(/^[\w-]+$/);
  });
});
