import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { everything } from './paging';
import type { Question } from './question';

const VALIDITY = graphql(`
  fragment ValidityParts on Validity {
    status
    from
    to
    standing
  }
`);

const CLAIM = graphql(`
  fragment ClaimParts on Claim {
    property
    value
    source
    evidence
    observedAt
    sourceUrl
    sourceTitle
    note
    firstSeen
    rival
  }
`);

const SYSTEM = graphql(`
  fragment SystemParts on Deployment {
    key
    product {
      key
      name
      supplier {
        key
        name
      }
    }
    organisations {
      code
      name
    }
    capabilities {
      code
      name
    }
    nationalService {
      code
      name
    }
    validity {
      status
      from
      to
      standing
    }
    host
    relay
    evidence
    observedAt
    rivals
    claims {
      source
      sourceTitle
      sourceUrl
      rival
    }
  }
`);

const LINK = graphql(`
  fragment LinkParts on Link {
    id
    from {
      key
      product {
        name
      }
      organisations {
        code
        name
      }
      nationalService {
        code
      }
    }
    to {
      key
      product {
        name
      }
      organisations {
        code
        name
      }
      nationalService {
        code
      }
    }
    exchange {
      code
      name
    }
    profile {
      text
    }
    useCase
    validity {
      status
      from
      to
      standing
    }
    usable
    evidence
    observedAt
    rivals
    claims {
      source
      sourceTitle
      sourceUrl
      rival
    }
  }
`);

const CONTRACT = graphql(`
  fragment ContractParts on Contract {
    id
    buyer {
      code
      name
    }
    supplier {
      key
      name
    }
    product {
      key
      name
    }
    capability {
      name
    }
    valueGbp
    framework
    reference
    validity {
      from
      to
      standing
    }
    evidence
    observedAt
    claims {
      source
      sourceTitle
      sourceUrl
      rival
    }
  }
`);

export type ValidityFact = ResultOf<typeof VALIDITY>;
export type ClaimFact = ResultOf<typeof CLAIM>;
export type SystemFact = ResultOf<typeof SYSTEM>;
export type LinkFact = ResultOf<typeof LINK>;
export type ContractFact = ResultOf<typeof CONTRACT>;

type Dates = Pick<Question, 'asOf' | 'asKnownAt'>;

const ORGANISATION = graphql(
  `
    query Organisation($code: ID!, $asOf: Date, $asKnownAt: Date) {
      organisation(code: $code, asOf: $asOf, asKnownAt: $asKnownAt) {
        code
        name
        type {
          code
          name
        }
        settings {
          name
        }
        icb {
          code
          name
        }
        region {
          code
          name
        }
        opened
        closed
        open
        postcode
        aliases
        predecessors {
          code
          name
          closed
        }
        successors {
          code
          name
          closed
        }
        currentSuccessors {
          code
          name
        }
        stub
        evidence
        observedAt
        rivals
        claims {
          ...ClaimParts
        }
        deployments(standing: null, first: 500) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        stranded(first: 100) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        contracts(standing: null, first: 100) {
          totalCount
          edges {
            node {
              ...ContractParts
            }
          }
        }
        coverage {
          id
          exchange {
            code
            name
          }
          level
          asOf
          evidence
          observedAt
        }
      }
    }
  `,
  [CLAIM, SYSTEM, CONTRACT],
);

export type OrganisationData = NonNullable<ResultOf<typeof ORGANISATION>['organisation']>;

export async function askOrganisation(
  code: string,
  { asOf, asKnownAt }: Dates,
): Promise<OrganisationData | null> {
  return (await ask(ORGANISATION, { code, asOf, asKnownAt })).organisation;
}

const LINKS = graphql(
  `
    query Links($filter: LinkFilter, $asOf: Date, $asKnownAt: Date, $first: Int!, $after: String) {
      links(
        filter: $filter
        standing: null
        asOf: $asOf
        asKnownAt: $asKnownAt
        first: $first
        after: $after
      ) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...LinkParts
          }
        }
      }
    }
  `,
  [LINK],
);

export interface LinksOf {
  readonly out: readonly LinkFact[];
  readonly in: readonly LinkFact[];
}

/** All interfaces that leave or enter the systems given, whatever their dates. */
export async function askLinks(systems: readonly string[], { asOf, asKnownAt }: Dates): Promise<LinksOf> {
  if (systems.length === 0) return { out: [], in: [] };
  const dates = { asOf, asKnownAt };
  const [out, into] = await Promise.all([
    everything(LINKS, { filter: { from: [...systems] }, ...dates }, (data) => data.links),
    everything(LINKS, { filter: { to: [...systems] }, ...dates }, (data) => data.links),
  ]);
  return { out: out.items, in: into.items };
}

const GAPS = graphql(`
  query Gaps($code: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!) {
    organisation(code: $code, asOf: $asOf, asKnownAt: $asKnownAt) {
      exchanges(reading: $reading) {
        type {
          code
          name
          plural
        }
        sendsTo
        receivesFrom
        bothWays
        unknown
        reasons {
          reason
          count
        }
      }
    }
  }
`);

export type GapRow = NonNullable<ResultOf<typeof GAPS>['organisation']>['exchanges'][number];

export async function askGaps(
  code: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<readonly GapRow[]> {
  return (await ask(GAPS, { code, asOf, asKnownAt, reading })).organisation?.exchanges ?? [];
}

const SIDES = graphql(`
  query Sides(
    $type: ID!
    $self: OrganisationFilter
    $others: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
  ) {
    sends: exchange(
      type: $type
      filter: $self
      receivers: $others
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      counts {
        yes
        no
        unknown
        notApplicable
      }
      reasons {
        reason
        count
      }
    }
    receives: exchange(
      type: $type
      filter: $others
      receivers: $self
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      counts {
        yes
        no
        unknown
        notApplicable
      }
      reasons {
        reason
        count
      }
    }
  }
`);

export type SidesData = ResultOf<typeof SIDES>;

/** One organisation's answers for one exchange type with the trusts, by direction. */
export function askSides(
  type: string,
  code: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<SidesData> {
  return ask(SIDES, {
    type,
    self: { codes: [code] },
    others: { types: ['NHS_TRUST'] },
    asOf,
    asKnownAt,
    reading,
  });
}

const DEPLOYMENT = graphql(
  `
    query Deployment($id: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!) {
      deployment(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        ...SystemParts
        stub
        out
        ports(standing: null) {
          id
          exchange {
            code
            name
          }
          role
          profile {
            text
          }
          emits {
            text
          }
          useCase
          payload
          validity {
            status
            from
            to
            standing
          }
          usable
          evidence
          observedAt
        }
        silo(reading: $reading) {
          capability {
            name
          }
          grade
          score
          known
          required
          met
          missing {
            exchange {
              code
              name
            }
            direction
          }
          unknown {
            exchange {
              code
              name
            }
            direction
          }
        }
        claims {
          ...ClaimParts
        }
      }
    }
  `,
  [SYSTEM, CLAIM],
);

export type DeploymentData = NonNullable<ResultOf<typeof DEPLOYMENT>['deployment']>;
export type PortFact = DeploymentData['ports'][number];

export async function askDeployment(
  id: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<DeploymentData | null> {
  return (await ask(DEPLOYMENT, { id, asOf, asKnownAt, reading })).deployment;
}

const PRODUCT = graphql(
  `
    query Product($id: ID!, $asOf: Date, $asKnownAt: Date) {
      product(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        key
        name
        supplier {
          key
          name
          group
        }
        capabilities {
          code
          name
        }
        standards {
          code
          name
          text
        }
        aliases
        stub
        evidence
        observedAt
        rivals
        claims {
          ...ClaimParts
        }
        deployments(standing: null, first: 500) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        contracts(standing: null, first: 200) {
          totalCount
          edges {
            node {
              ...ContractParts
            }
          }
        }
      }
    }
  `,
  [CLAIM, SYSTEM, CONTRACT],
);

export type ProductData = NonNullable<ResultOf<typeof PRODUCT>['product']>;

export async function askProduct(id: string, { asOf, asKnownAt }: Dates): Promise<ProductData | null> {
  return (await ask(PRODUCT, { id, asOf, asKnownAt })).product;
}

const SUPPLIER = graphql(
  `
    query Supplier($id: ID!, $asOf: Date, $asKnownAt: Date) {
      supplier(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        key
        name
        group
        aliases
        stub
        evidence
        observedAt
        rivals
        claims {
          ...ClaimParts
        }
        products(first: 500) {
          totalCount
          edges {
            node {
              key
              name
              capabilities {
                name
              }
              evidence
              observedAt
              deployments(first: 1) {
                totalCount
              }
            }
          }
        }
        deployments(standing: null, first: 500) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        contracts(standing: null, first: 200) {
          totalCount
          edges {
            node {
              ...ContractParts
            }
          }
        }
      }
    }
  `,
  [CLAIM, SYSTEM, CONTRACT],
);

export type SupplierData = NonNullable<ResultOf<typeof SUPPLIER>['supplier']>;

export async function askSupplier(id: string, { asOf, asKnownAt }: Dates): Promise<SupplierData | null> {
  return (await ask(SUPPLIER, { id, asOf, asKnownAt })).supplier;
}

const SILOS = graphql(`
  query Silos(
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $first: Int!
    $after: String
  ) {
    silos(
      filter: $filter
      minGrade: UNDETERMINED
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          deployment {
            key
            product {
              key
              name
              supplier {
                key
                name
              }
            }
            organisations {
              code
              name
            }
            evidence
            observedAt
          }
          capability {
            code
            name
          }
          grade
          score
          known
          required
          met
          missing {
            exchange {
              code
              name
            }
            direction
          }
          unknown {
            exchange {
              code
              name
            }
            direction
          }
        }
      }
    }
  }
`);

export type SiloRow = ResultOf<typeof SILOS>['silos']['edges'][number]['node'];

/** Every point solution with its grade. `filter` null: those of every organisation in the default scope. */
export async function askSilos({ asOf, asKnownAt, reading }: Question): Promise<readonly SiloRow[]> {
  const { items } = await everything(SILOS, { filter: null, asOf, asKnownAt, reading }, (data) => data.silos);
  return items;
}

const SOURCES = graphql(`
  query Sources($first: Int!, $after: String) {
    sources(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          key
          name
          title
          publisher
          location
          url
          licence
          attribution
          format
          fictional
          edition
          claims
          lastRun
        }
      }
    }
  }
`);

export type SourceRow = ResultOf<typeof SOURCES>['sources']['edges'][number]['node'];

export async function askSources(): Promise<readonly SourceRow[]> {
  return (await everything(SOURCES, {}, (data) => data.sources)).items;
}

const RECORD = graphql(`
  query Record($asOf: Date) {
    about(asOf: $asOf) {
      version
      revision
      counts {
        organisations
        openOrganisations
        openTrusts
        suppliers
        products
        deployments
        deploymentsInForce
        ports
        portsInForce
        links
        linksInForce
        coverage
        contracts
        stubs
      }
      basis {
        facts
        undated
        oldest
        newest
        byEvidence {
          evidence
          count
        }
      }
      stubs(first: 100) {
        totalCount
        edges {
          node {
            kind
            key
          }
        }
      }
    }
    runs(first: 50) {
      totalCount
      edges {
        node {
          key
          source
          action
          recordedAt
          revision
          edition
          partial
          added
          changed
          retracted
          unchanged
          skipped
        }
      }
    }
  }
`);

export type RecordData = ResultOf<typeof RECORD>;
export type RunRow = RecordData['runs']['edges'][number]['node'];

/** What the store holds, how old it is, and what was imported when. */
export function askRecord({ asOf }: Dates): Promise<RecordData> {
  return ask(RECORD, { asOf });
}

const ORGANISATIONS = graphql(`
  query Organisations(
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $first: Int!
    $after: String
  ) {
    organisations(
      filter: $filter
      orderBy: NAME
      asOf: $asOf
      asKnownAt: $asKnownAt
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          code
          name
          icb {
            name
          }
          region {
            name
          }
          settings {
            name
          }
          evidence
          observedAt
          deployments(first: 1) {
            totalCount
          }
        }
      }
    }
  }
`);

export type OrganisationRow = ResultOf<typeof ORGANISATIONS>['organisations']['edges'][number]['node'];

export async function askOrganisations(
  type: string,
  { asOf, asKnownAt }: Dates,
): Promise<readonly OrganisationRow[]> {
  const { items } = await everything(
    ORGANISATIONS,
    { filter: { types: [type] }, asOf, asKnownAt },
    (data) => data.organisations,
  );
  return items;
}
