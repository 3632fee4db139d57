import type { PairAnswer, RouteData } from '../api/exchange';
import { systemOf } from '../api/trace';
import { EVIDENCE, REASONS } from '../words/en';
import { evidenceWords } from '../words/evidence';
import type { Status } from '../words/status';
import { card, SYSTEM_HEIGHT, wiresHeight, type Card, type Wire } from './cards';

/** One step of a route: a system, and the interface it was reached by. */
export interface Step {
  readonly number: number;
  readonly system: string;
  readonly key: string;
  readonly place: string;
  readonly format: string;
  readonly by: string;
  readonly evidence: string;
  /** Whether a fact of this step is the weakest of the route, where some are stronger. */
  readonly weakest: boolean;
}

const STRENGTH = Object.keys(EVIDENCE).reverse();

function strength(evidence: string | null): number {
  return evidence === null ? -1 : STRENGTH.indexOf(evidence);
}

export function steps(route: RouteData, today: string): readonly Step[] {
  const weakest = Math.min(
    ...route.hops.flatMap((hop) => [
      strength(hop.deployment.evidence),
      ...(hop.link ? [strength(hop.link.evidence)] : []),
    ]),
  );
  const strongest = Math.max(
    ...route.hops.flatMap((hop) => [
      strength(hop.deployment.evidence),
      ...(hop.link ? [strength(hop.link.evidence)] : []),
    ]),
  );
  return route.hops.map((hop, index) => {
    const system = systemOf(hop.deployment);
    const facts = [hop.deployment.evidence, ...(hop.link ? [hop.link.evidence] : [])];
    return {
      number: index + 1,
      system: system.name,
      key: system.key,
      place: system.place,
      by: hop.link ? (hop.link.profile?.text ?? 'format not stated') : '',
      format: hop.profile?.text ?? 'not stated',
      evidence: [
        hop.link ? `interface ${evidenceWords(hop.link.evidence, hop.link.observedAt, today)}` : '',
        `system ${evidenceWords(hop.deployment.evidence, hop.deployment.observedAt, today)}`,
      ]
        .filter(Boolean)
        .join('; '),
      weakest: weakest < strongest && facts.some((one) => strength(one) === weakest),
    };
  });
}

/** A route as cards from left to right: systems, and the interfaces between them. */
export function routeCards(
  route: RouteData,
  what: string,
  href: (key: string) => string,
  today: string,
): readonly Card[] {
  const status: Status = route.lossy ? 'oneway' : 'works';
  let next: readonly Card[] = [];
  for (let index = route.hops.length - 1; index >= 0; index -= 1) {
    const hop = route.hops[index];
    if (!hop) continue;
    const system = systemOf(hop.deployment);
    const hopCard = card({
      id: `> ${index} ${system.key}`,
      kind: 'system',
      title: system.name,
      sub: system.place,
      mark: system.mark,
      href: href(system.key),
      status,
      strong: index === 0 || index === route.hops.length - 1,
      ahead: next,
    });
    if (!hop.link) next = [hopCard];
    else {
      const wires: Wire[] = [
        {
          id: hop.link.id,
          exchange: what,
          format: hop.link.profile?.text ?? route.hops[index - 1]?.profile?.text ?? '',
          status,
          note: evidenceWords(hop.link.evidence, hop.link.observedAt, today),
        },
      ];
      next = [
        card({
          id: `>link ${index}`,
          kind: 'wires',
          title: '',
          wires,
          status,
          height: wiresHeight(wires, false),
          ahead: [hopCard],
        }),
      ];
    }
  }
  return next;
}

/** Where there is no route: both ends, and between them what stands in its way. */
export function gapCards(pair: PairAnswer, status: Status, href: (code: string) => string): readonly Card[] {
  const wires: Wire[] = (pair.reasons.length ? pair.reasons : [null]).map((reason) => ({
    id: reason ?? 'none',
    exchange: reason ? REASONS[reason].short : 'Does not apply',
    format: '',
    status,
    note: reason ? REASONS[reason].long : '',
  }));
  const end = (side: 'sender' | 'receiver', ahead: readonly Card[]) =>
    card({
      id: `> ${side}`,
      kind: 'end',
      title: pair[side].name,
      sub: pair[side].code,
      mark: 'trust',
      href: href(pair[side].code),
      strong: true,
      status,
      height: SYSTEM_HEIGHT,
      ahead,
    });
  return [
    end('sender', [
      card({
        id: '>why',
        kind: 'wires',
        title: '',
        wires,
        status,
        height: wiresHeight(wires, false),
        ahead: [end('receiver', [])],
      }),
    ]),
  ];
}
