/** What every plan leaves unknown, and what each leaves besides, in the order in which it is told. */
export function unknownOf(plans: readonly { readonly unknown: readonly string[] }[]): {
  readonly all: readonly string[];
  readonly each: readonly (readonly string[])[];
} {
  const [first] = plans;
  const all =
    first && plans.length > 1
      ? first.unknown.filter((one) => plans.every((plan) => plan.unknown.includes(one)))
      : [];
  return { all, each: plans.map((plan) => plan.unknown.filter((one) => !all.includes(one))) };
}
