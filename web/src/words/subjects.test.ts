import { describe, expect, it } from 'vitest';
import { subjectId, subjectName, subjectPage } from './subjects';

describe('what may fail', () => {
  it('has an id with its kind before it', () => {
    expect(subjectId({ view: 'system', key: 'service:E_RS' })).toBe('deployment:service:E_RS');
    expect(subjectId({ view: 'product', key: 'stork' })).toBe('product:stork');
  });

  it('has a page, unless it is named by text alone', () => {
    expect(subjectPage('deployment:service:E_RS')).toEqual(['system', 'service:E_RS']);
    expect(subjectPage('supplier:arden')).toEqual(['supplier', 'arden']);
    expect(subjectPage('host:Data centre North')).toBeNull();
    expect(subjectPage('group:Arden Group')).toBeNull();
  });

  it('is called by its name alone, whatever else stands in brackets', () => {
    expect(subjectName({ id: 'product:svc-iep', name: 'Portal (IEP) (svc-iep)' })).toBe('Portal (IEP)');
    expect(subjectName({ id: 'host:RYJ', name: 'RYJ' })).toBe('RYJ');
    expect(subjectName({ id: 'group:Arden (UK)', name: 'Arden (UK)' })).toBe('Arden (UK)');
  });
});
