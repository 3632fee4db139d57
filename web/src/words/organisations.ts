const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  NHS_TRUST: ['trust', 'trusts'],
  TRUST_SITE: ['trust site', 'trust sites'],
  GP_PRACTICE: ['practice', 'practices'],
  PHARMACY: ['pharmacy', 'pharmacies'],
  ICB: ['integrated care board', 'integrated care boards'],
  SUB_ICB: ['sub-ICB location', 'sub-ICB locations'],
  NHSE_REGION: ['region', 'regions'],
  LAB_PROVIDER: ['laboratory provider', 'laboratory providers'],
  NATIONAL_BODY: ['national body', 'national bodies'],
  COLLABORATIVE: ['collaborative', 'collaboratives'],
  LOCAL_AUTHORITY: ['local authority', 'local authorities'],
  INDEPENDENT_PROVIDER: ['independent provider', 'independent providers'],
  URGENT_CARE_PROVIDER: ['urgent care provider', 'urgent care providers'],
  OTHER_NHS_BODY: ['other NHS body', 'other NHS bodies'],
};

/** A type of organisation in the singular and the plural. */
export function organisationWords(code: string): readonly [string, string] {
  return TYPES[code] ?? [code.replaceAll('_', ' ').toLowerCase(), code.replaceAll('_', ' ').toLowerCase()];
}
