import type { Change } from '../api/scenario';
import { list } from '../words/en';
import { organisationWords } from '../words/organisations';

/** Every kind of change by its name in the schema, with what it is called. Only some have a form; all may stand in the address. */
export const KINDS = {
  addLink: 'Join two systems by an interface',
  retireDeployment: 'Retire a system',
  replaceProduct: 'Replace what is used for a purpose by one product',
  bringForward: 'Bring a plan forward to this day',
  fail: 'Let something fail',
  addDeployment: 'Add a system',
  retireLink: 'Take an interface away',
  addPort: 'Let a system send, take or pass on more',
  retirePort: 'Let a system send, take or pass on less',
  addTranslation: 'Let a hub translate one message standard more',
  mergeOrganisations: 'Merge organisations',
} as const;
export type KindOfChange = keyof typeof KINDS;
export const WITH_FORM: readonly KindOfChange[] = [
  'addLink',
  'retireDeployment',
  'replaceProduct',
  'bringForward',
  'fail',
];

/** The kind of a change, and its fields. */
export function parts(change: Change): readonly [KindOfChange, Readonly<Record<string, unknown>>] {
  const [entry] = Object.entries(change).filter(([, fields]) => fields !== null && fields !== undefined);
  return (entry ?? ['fail', {}]) as [KindOfChange, Record<string, unknown>];
}

/**
 * The changes of an address or of a text that somebody wrote. The server checks their fields.
 *
 * @throws Error that says what is wrong, with the number of the change
 */
export function changesOf(text: string | undefined): readonly Change[] {
  if (!text?.trim()) return [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(given)) throw new Error('A list of changes begins with [ and ends with ].');
  given.forEach((one: unknown, index) => {
    const names = typeof one === 'object' && one !== null ? Object.keys(one) : [];
    const [name = ''] = names;
    if (names.length !== 1 || !(name in KINDS)) {
      throw new Error(
        `Change ${index + 1} must have exactly one of these names: ${Object.keys(KINDS).join(', ')}.`,
      );
    }
  });
  return given as Change[];
}

/** Changes as the address holds them; nothing where there is none. */
export function written(changes: readonly Change[]): string | null {
  return changes.length ? JSON.stringify(changes) : null;
}

const IDS = ['deployment', 'product', 'from', 'to', 'fact', 'relay', 'into', 'of', 'organisations', 'codes'];

/** Every id that changes name, each once, with its kind before it where the field tells it. */
export function idsOf(changes: readonly Change[]): readonly string[] {
  const ids = changes.flatMap((change) => {
    const [, fields] = parts(change);
    const scope = fields['scope'] as Readonly<Record<string, unknown>> | undefined;
    return [
      ...IDS.flatMap((name) => fields[name] ?? []),
      ...['codes', 'icbs', 'regions'].flatMap((name) => scope?.[name] ?? []),
    ] as string[];
  });
  return [...new Set(ids.filter((id) => !/^(host|group):/.test(id)))];
}

/** Whom a replacement is about, in words. */
function scopeWords(
  scope: Readonly<Record<string, unknown>> | undefined,
  name: (id: string) => string,
): string {
  const named = (key: string) => ((scope?.[key] as string[] | undefined) ?? []).map(name);
  const types = ((scope?.['types'] as string[] | undefined) ?? []).map((type) => organisationWords(type)[1]);
  const areas = [...named('icbs'), ...named('regions')];
  if (named('codes').length) return `at ${named('codes').join(', ')}`;
  const whom = list(types) || 'organisations';
  if (areas.length) return `at the ${whom} of ${areas.join(', ')}`;
  return types.length ? `at all ${whom}` : 'everywhere';
}

/** A change as a sentence. `name` gives what people call an id, a purpose or an exchange type. */
export function changeWords(change: Change, name: (id: string) => string): string {
  const [kind, fields] = parts(change);
  const of = (key: string) => name(String(fields[key] ?? ''));
  switch (kind) {
    case 'addLink':
      return `Join ${of('from')} to ${of('to')} for ${of('exchange').toLowerCase()}${fields['profile'] ? ` (${String(fields['profile'])})` : ''}`;
    case 'retireLink':
      return `Take away the interface from ${of('from')} to ${of('to')} for ${of('exchange').toLowerCase()}`;
    case 'retireDeployment':
      return `Retire ${of('deployment')}`;
    case 'replaceProduct':
      return `Replace every other ${of('capability').toLowerCase()} by ${of('product')} ${scopeWords(fields['scope'] as Record<string, unknown> | undefined, name)}`;
    case 'bringForward':
      return `Bring forward ${of('fact')}`;
    case 'fail':
      return `Let ${((fields['of'] as string[] | undefined) ?? []).map(name).join(', ')} fail`;
    default:
      return `${KINDS[kind]}: ${Object.entries(fields)
        .map(
          ([key, value]) =>
            `${key} ${[value]
              .flat()
              .map((one) => name(String(one)))
              .join(', ')}`,
        )
        .join('; ')}`;
  }
}
