import { graphql, type ResultOf } from './graphql';

export const VALIDITY = graphql(`
  fragment ValidityParts on Validity {
    status
    from
    to
    standing
  }
`);

export const CLAIM = graphql(`
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

export const SYSTEM = graphql(`
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

export const LINK = graphql(`
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

export const CONTRACT = graphql(`
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
