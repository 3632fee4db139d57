/** A place in the explorer: a path and its parameters, as the part of the address after `#`. */
export interface Place {
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/** Parameters that belong to the question rather than to a view, and so follow the reader from view to view. */
export const CONTEXT = ['reading', 'asof', 'known'] as const;

/** What `change` may do to parameters: a string sets, null or '' removes, absence leaves. */
export type Changes = Readonly<Record<string, string | null>>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Read an address such as `#/exchange/referral?reading=record`. Anything else is the front page. */
export function parse(hash: string): Place {
  if (!hash.startsWith('#/')) return { path: [], params: {} };
  const [before = '', after = ''] = hash.slice(2).split(/\?(.*)/s, 2);
  const path = before.split('/').filter(Boolean).map(decode);
  const params: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(after)) if (value !== '') params[name] = value;
  return { path, params };
}

/** Write a place as an address; parameters in alphabetical order, so that one place has one address. */
export function format(place: Place): string {
  const path = place.path.map(encodeURIComponent).join('/').replaceAll('%3A', ':');
  const query = new URLSearchParams();
  for (const name of Object.keys(place.params).sort()) {
    const value = place.params[name];
    if (value) query.set(name, value);
  }
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%7E', '~');
  return `#/${path}${text ? `?${text}` : ''}`;
}

/** The same place with some parameters changed. */
export function change(place: Place, changes: Changes): Place {
  const params: Record<string, string> = { ...place.params };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') delete params[name];
    else params[name] = value;
  }
  return { path: place.path, params };
}

/** The address of another view, asked with the same question (reading and dates) as the present one. */
export function address(from: Place, path: readonly string[], params: Changes = {}): string {
  const kept: Record<string, string> = {};
  for (const name of CONTEXT) {
    const value = from.params[name];
    if (value) kept[name] = value;
  }
  return format(change({ path, params: kept }, params));
}
