export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: string;
}

/** Questions to start from; a test holds them to the schema. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'Which trusts cannot exchange referrals, and why?',
    query: `query Referrals($reading: Reading!) {
  exchange(type: "referral", reading: $reading) {
    summary
    counts { yes no unknown notApplicable }
    byOrganisation(first: 100) {
      totalCount
      edges {
        node {
          organisation { code name }
          sendsTo
          receivesFrom
          unknown
          reasons { reason count }
        }
      }
    }
  }
}`,
    variables: '{ "reading": "CAUTIOUS" }',
  },
  {
    title: 'The pairs that work, with evidence and age',
    query: `query Working($type: ID!) {
  exchange(type: $type) {
    pairs(verdict: [YES], first: 100) {
      totalCount
      edges {
        node {
          sender { code name }
          receiver { code name }
          flags
          evidence
          observedAt
        }
      }
    }
  }
}`,
    variables: '{ "type": "referral" }',
  },
  {
    title: 'Systems in use at the trusts, by capability',
    query: `query Systems($capability: ID!) {
  deployments(filter: { capabilities: [$capability] }, first: 200) {
    totalCount
    edges {
      node {
        key
        product { name supplier { name } }
        organisations { code name }
        validity { status from to }
        evidence
        observedAt
      }
    }
  }
}`,
    variables: '{ "capability": "EPR_ACUTE" }',
  },
  {
    title: 'Silos, with the flows that they miss',
    query: `{
  silos(first: 100) {
    totalCount
    edges {
      node {
        deployment { key organisations { name } product { name } }
        capability { name }
        grade
        score
        missing { exchange { name } direction }
      }
    }
  }
}`,
    variables: '',
  },
  {
    title: 'Interfaces recorded for one exchange type',
    query: `query Interfaces($exchange: ID!) {
  links(filter: { exchanges: [$exchange] }, first: 200) {
    totalCount
    edges {
      node {
        from { key }
        to { key }
        profile { text }
        validity { status from to }
        evidence
        observedAt
      }
    }
  }
}`,
    variables: '{ "exchange": "shared_record" }',
  },
  {
    title: 'Contracts in force, with their end dates',
    query: `{
  contracts(first: 200) {
    totalCount
    edges {
      node {
        buyer { name }
        supplier { name }
        product { name }
        validity { from to }
        valueGbp
        reference
      }
    }
  }
}`,
    variables: '',
  },
  {
    title: 'Where the evidence comes from, and how old it is',
    query: `{
  about {
    revision
    basis { facts undated oldest newest }
  }
  sources(first: 100) {
    edges { node { name title licence edition claims lastRun fictional } }
  }
}`,
    variables: '',
  },
];
