/** One of the questions that the map is for: where it is answered, or the query that answers it. */
export interface NamedQuestion {
  readonly text: string;
  /** What the answer says, and what it cannot. */
  readonly note: string;
  /** The room, with what is chosen there. */
  readonly path?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
  /** Where there is no room: a query that runs as it is. */
  readonly query?: string;
}

export interface QuestionGroup {
  readonly name: string;
  readonly questions: readonly NamedQuestion[];
}

/** The questions by what they are about; a test holds every query to the schema and every path to a room. */
export const GROUPS: readonly QuestionGroup[] = [
  {
    name: 'Who can exchange what',
    questions: [
      {
        text: 'Which trusts cannot send referrals to which, and why?',
        note: 'Every pair with its verdict and reasons; what is not recorded is shown as such.',
        path: ['exchange', 'referral'],
      },
      {
        text: 'Which exchanges go one way only?',
        note: 'Pairs that work in one direction and not in the other, or not on record.',
        path: ['exchange', 'shared_record'],
        params: { show: 'oneway' },
      },
      {
        text: 'How does it get from one organisation to another?',
        note: 'The route step by step, with the evidence and its age behind a yes.',
        path: ['route'],
      },
      {
        text: 'Can the ambulance service and 111 book into each emergency department?',
        note: 'Pairs of ambulance trusts, and of urgent care providers, with acute organisations.',
        query: /* GraphQL */ `
          {
            ambulance: exchange(
              type: "booking"
              filter: { settings: ["ambulance"] }
              receivers: { settings: ["acute"] }
            ) {
              counts {
                yes
                no
                unknown
              }
              pairs(first: 200) {
                edges {
                  node {
                    sender {
                      code
                      name
                    }
                    receiver {
                      code
                      name
                    }
                    verdict
                    reasons
                    detail
                  }
                }
              }
            }
            urgentCare: exchange(
              type: "booking"
              filter: { types: ["URGENT_CARE_PROVIDER"] }
              receivers: { settings: ["acute"] }
            ) {
              counts {
                yes
                no
                unknown
              }
            }
          }
        `,
      },
      {
        text: 'Which pairs share most patients but cannot exchange?',
        note: 'Who shares patients with whom is not loaded, and the answer says so until the query brings figures, with their source, in “shared”.',
        query: /* GraphQL */ `
          {
            sharedPatients(type: "transfer_of_care") {
              notLoaded
              counts {
                verdict
                pairs
                patients
              }
              cannot(first: 100) {
                totalCount
                edges {
                  node {
                    one {
                      code
                      name
                    }
                    other {
                      code
                      name
                    }
                    patients
                    source
                    there {
                      verdict
                      reasons
                    }
                    back {
                      verdict
                      reasons
                    }
                  }
                }
              }
              unknown(first: 100) {
                totalCount
              }
            }
          }
        `,
      },
      {
        text: 'Which single changes would let most pairs exchange?',
        note: 'Plans, interfaces to hubs, message standards and translations by the pairs that each gains alone; those not recorded today are counted apart.',
        path: ['fixes', 'referral'],
      },
      {
        text: 'Which systems are silos?',
        note: 'Systems for one purpose, by how cut off they are.',
        path: ['silos'],
      },
    ],
  },
  {
    name: 'What fails, and what follows',
    questions: [
      {
        text: 'If a supplier, product, system or host fails, which exchanges and organisations stop?',
        note: 'Only what works on record can be counted as lost.',
        path: ['impact'],
      },
      {
        text: 'Which systems have no alternative?',
        note: 'Hubs, products, suppliers and hosts by what parts when one fails alone.',
        path: ['impact'],
        params: { kind: 'DEPLOYMENT' },
      },
      {
        text: 'Which systems depend on a national service?',
        note: 'What sends to a service and what takes from it; choose it in the trace.',
        path: ['trace'],
      },
    ],
  },
  {
    name: 'What if',
    questions: [
      {
        text: 'What breaks if a product is replaced, and which interfaces are to be built again?',
        note: 'Pairs gained and lost, interfaces, contracts and markets; what is assumed of new systems is said.',
        path: ['what-if'],
      },
      {
        text: 'What would a planned interface, or a new one, bring?',
        note: 'Bring a plan forward, or join two systems, and see the pairs gained.',
        path: ['what-if'],
      },
    ],
  },
  {
    name: 'Who supplies what',
    questions: [
      {
        text: 'Which share has each supplier, and how concentrated are the markets?',
        note: 'Shares of organisations between bounds; screening bands are no finding on competition.',
        path: ['market'],
      },
      {
        text: 'Which contracts end within 12 or 24 months, and what hangs on them?',
        note: 'Where a contract states no end, it is counted apart.',
        path: ['market'],
        params: { ends: 'WITHIN_12_MONTHS' },
      },
      {
        text: 'Where are there several systems for one purpose?',
        note: 'In one organisation, or several products in one area; last on the page.',
        path: ['market'],
      },
      {
        text: 'Which trusts have no acute record system, or are out of contract for it?',
        note: 'Organisation by organisation; not recorded is not the same as none.',
        path: ['market', 'EPR_ACUTE'],
      },
      {
        text: 'How many record systems has each area, and who converges when?',
        note: 'Distinct products area by area, and the systems that are planned.',
        query: /* GraphQL */ `
          {
            consolidation(capability: "EPR_ACUTE") {
              organisations
              unknownOrganisations
              distinctProducts
              areas {
                icb {
                  code
                  name
                }
                organisations
                unknownOrganisations
                distinctProducts
                products {
                  product {
                    name
                  }
                  organisations
                }
              }
            }
          }
        `,
      },
      {
        text: 'What would follow if an area converged on one record system?',
        note: 'Product by product: who migrates, pairs gained and lost, interfaces, contracts and concentration; in the second half of the page.',
        path: ['market', 'EPR_ACUTE'],
      },
      {
        text: 'How many systems do trusts have?',
        note: 'Systems on record, which where the record is not complete is fewer than there are.',
        query: /* GraphQL */ `
          {
            systems {
              organisations
              completeRecords
              without
              distinctSystems
              median
              most
              byOrganisation(first: 200) {
                edges {
                  node {
                    organisation {
                      code
                      name
                    }
                    systems
                    recordComplete
                  }
                }
              }
            }
          }
        `,
      },
    ],
  },
  {
    name: 'Standards',
    questions: [
      {
        text: 'Who meets the mandatory standards past their dates?',
        note: 'Systems bound by each mandate: supporting, known not to, not known.',
        query: /* GraphQL */ `
          {
            standards {
              mandates {
                mandate {
                  code
                  due
                  scope
                }
                pastDue
                systems {
                  bound
                  supporting
                  knownNot
                  notKnown
                }
              }
            }
          }
        `,
      },
      {
        text: 'Who still uses deprecated messages?',
        note: 'Old message standards by the systems that use them; those whose standard nobody states are counted apart.',
        query: /* GraphQL */ `
          {
            standards(deprecated: true) {
              portsWithoutProfile
              linksWithoutProfile
              profiles(first: 100) {
                edges {
                  node {
                    profile {
                      code
                    }
                    systems
                    organisations
                    ports
                    links
                  }
                }
              }
            }
          }
        `,
      },
      {
        text: 'Which products lack open standards for the flows that they need?',
        note: 'Flows shown or claimed in an open standard, those that are not, and those not known.',
        query: /* GraphQL */ `
          {
            productStandards(first: 200) {
              totalCount
              edges {
                node {
                  product {
                    key
                    name
                    supplier {
                      name
                    }
                  }
                  systems
                  required
                  shown
                  claimed
                  notOpen
                  notKnown
                }
              }
            }
          }
        `,
      },
      {
        text: 'Which trusts cannot receive coded medicines, and where is exchange view-only?',
        note: 'What each takes at best: coded, documents or a view only.',
        query: /* GraphQL */ `
          {
            payloads(type: "medication_allergy") {
              completeRecords
              taking {
                organisations
                coded
                notCoded
                unknown
                viewOnly
              }
              byOrganisation(takesCoded: [NO, UNKNOWN], first: 200) {
                edges {
                  node {
                    organisation {
                      code
                      name
                    }
                    complete
                    takes {
                      coded
                      best
                      ports
                      portsWithoutPayload
                    }
                  }
                }
              }
            }
          }
        `,
      },
      {
        text: 'How ready are trusts for a single patient record?',
        note: 'Those that both send and take coded data, between bounds.',
        query: /* GraphQL */ `
          {
            payloads(type: "shared_record") {
              organisations
              completeRecords
              readiness {
                organisations
                low
                high
                lowShare
                highShare
              }
            }
          }
        `,
      },
    ],
  },
  {
    name: 'What is known',
    questions: [
      {
        text: 'What do we not know, and who can tell us?',
        note: 'How complete and how old the record is, and the questions whose answers settle most.',
        path: ['coverage'],
      },
      {
        text: 'What changed since last month, and which plans are overdue?',
        note: 'Records and answers between two days of knowledge.',
        path: ['changes'],
      },
      {
        text: 'Where does it come from, under which licence?',
        note: 'Sources, imports and what must be said where the map is shown.',
        path: ['sources'],
      },
    ],
  },
];
