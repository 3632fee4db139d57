/** What an exchange type is called inside a sentence, as in “can exchange referrals”. */
const PLURALS: Readonly<Record<string, string>> = {
  referral: 'referrals',
  booking: 'bookings',
  transfer_of_care: 'discharge and clinic letters',
  pathology_order: 'laboratory orders',
  pathology_result: 'laboratory results',
  imaging: 'images and reports',
  prescription: 'prescriptions',
  medication_allergy: 'medicines and allergies',
  demographics: 'patient details',
  shared_record: 'shared records',
  document: 'documents',
  observation: 'observations',
  safeguarding_flag: 'safeguarding flags',
  gp_record_transfer: 'GP records',
};

/** The words of a sentence for an exchange type; for one that came later, its code in plain letters. */
export function plural(code: string): string {
  return PLURALS[code] ?? code.replaceAll('_', ' ');
}

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
