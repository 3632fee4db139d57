"""The thirty questions as they are asked of England: in GraphQL, and on the command line."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """One question: its document, and the arguments of its commands after `graphmap ask`."""

    query: str
    commands: tuple[str, ...]


QUESTIONS = {
    1: Asked(
        """{
          exchange(type: "referral") {
            summary counts { yes no unknown notApplicable } completeness reasons { reason count }
            no: pairs(verdict: [NO]) { totalCount }
            yes: pairs(verdict: [YES], first: 20) {
              totalCount edges { node { sender { code } receiver { code } flags detail } }
            }
          }
          route(type: "referral", sender: "RTH", receiver: "RHQ") { verdict reasons detail remedies { text } asks { text } }
        }""",
        ("exchange referral --verdict no --first 3", "route referral RTH RHQ"),
    ),
    2: Asked(
        """{
          sharedPatients(type: "imaging", shared: [
            { one: "RTH", other: "RHQ", patients: 3200, source: "a survey", observedAt: "2026-09-30" }
            { one: "RTH", other: "G6V2S", patients: 950, source: "a survey" }
          ]) {
            counts { verdict pairs patients } withoutSource undated
            cannot { totalCount }
            unknown { edges { node { one { code } other { code } patients there { verdict asks { text } } } } }
          }
        }""",
        ("shared-patients imaging --table {shared}",),
    ),
    3: Asked(
        """{
          cautious: exchange(type: "referral") { counts { unknown } oneWay { totalCount } }
          onRecord: exchange(type: "referral", reading: ON_RECORD) {
            counts { unknown }
            oneWay(first: 20) { totalCount edges { node { sender { code } receiver { code } reasons flags } } }
          }
        }""",
        ("exchange referral --one-way", "exchange referral --one-way --reading on-record"),
    ),
    4: Asked(
        """{
          coverage {
            byExchange { type { code } organisations complete partial none unstated }
            age { facts old undated oldest newest }
            old(first: 5) { totalCount edges { node { kind text fact { observedAt } } } }
            conflicts { totalCount } slipped { totalCount }
            stranded(first: 100) { totalCount edges { node { text } } }
          }
          asks(type: "referral", first: 250) {
            totalCount edges { node { organisation { code } pairs settled unknown text } }
          }
        }""",
        ("coverage --exchange referral --first 3", "asks referral --first 3", "coverage"),
    ),
    5: Asked(
        """{
          consolidation(capability: "EPR_ACUTE") {
            organisations unknownOrganisations distinctProducts unnamedProducts
            areas { icb { code } organisations unknownOrganisations products { product { key } organisations } }
            planned { totalCount edges { node { key organisations { code } validity { from } } } }
          }
        }""",
        ("consolidation EPR_ACUTE",),
    ),
    6: Asked(
        """{
          consolidation(capability: "MATERNITY") {
            plans { product { key } gained lost exchanges { type { code } gained lost } alsoServed { code } unknown }
          }
        }""",
        ("plans MATERNITY --first 1",),
    ),
    7: Asked(
        """{
          consolidation(capability: "MATERNITY") {
            plans(candidates: ["epic"]) {
              product { key }
              linksToRebuild(first: 100) { totalCount edges { node { from { key } to { key } exchange { code } } } }
              contractsTouched { edges { node { buyer { code } reference validity { to } } } }
            }
          }
        }""",
        ("plans MATERNITY --candidate epic --first 1",),
    ),
    8: Asked(
        """{
          silos(first: 100) {
            totalCount completeness
            edges { node {
              deployment { key } grade score known required met
              missing { exchange { code } direction } unknown { exchange { code } direction }
            } }
          }
        }""",
        ("silos --first 10",),
    ),
    9: Asked(
        """{
          duplicates(first: 100) {
            totalCount organisations completeRecords
            edges { node {
              place organisation { code } icb { code } capability { code } deployments { key } products { key }
            } }
          }
        }""",
        ("duplicates",),
    ),
    10: Asked(
        """{
          market(capability: "EPR_ACUTE") {
            organisations
            none: byOrganisation(holding: [NONE]) { totalCount }
            notRecorded: byOrganisation(holding: [NOT_RECORDED], first: 50) {
              totalCount edges { node { organisation { code } } }
            }
            expired: byOrganisation(contract: [EXPIRED]) { totalCount }
            notOnRecord: byOrganisation(contract: [NOT_ON_RECORD]) { totalCount }
          }
        }""",
        ("market EPR_ACUTE --holding none --holding not-recorded", "market EPR_ACUTE --contract expired"),
    ),
    11: Asked(
        """{
          systems {
            organisations completeRecords without distinctSystems median most
            byOrganisation(first: 500) { edges { node { organisation { code } systems recordComplete } } }
          }
        }""",
        ("systems",),
    ),
    12: Asked(
        """{
          market(capability: "EPR_ACUTE") {
            organisations unknownOrganisations completeness instances
            shares { supplier { key } group organisations share } hhi { low high band } cr1 { low high }
          }
          london: market(capability: "EPR_ACUTE", filter: { regions: ["Y56"] }) { organisations }
        }""",
        ("market EPR_ACUTE", "market EPR_ACUTE --region Y56"),
    ),
    13: Asked(
        """{
          contractTimeline(filter: { types: ["NHS_TRUST", "ICB"] }, months: 24) {
            total buyers organisations
            buckets { bucket contracts valueGbp valueNotStated stillInUse outOfContract }
            contracts(first: 100) { edges { node {
              contract { buyer { code } supplier { key } valueGbp validity { to } } bucket dependents { key } links
            } } }
          }
        }""",
        ("contracts --within 24 --type NHS_TRUST --type ICB",),
    ),
    14: Asked(
        """{
          supplier(id: "dedalus") {
            reach {
              deployments organisations using soldByOthers { totalCount }
              users(first: 100) { edges { node {
                organisation { code } deployments { key } contracts { supplier { key } product { key } }
              } } }
            }
          }
        }""",
        ("supplier dedalus",),
    ),
    15: Asked(
        """{
          impact(of: ["supplier:dedalus"]) {
            failing { totalCount } pairsLost organisationsAffected byExchange { type { code } pairsLost }
            lost(first: 3) { edges { node { exchange { sender { code } receiver { code } } plannedWayRound } } }
          }
        }""",
        ("impact supplier:dedalus", "single-points --kind supplier --first 5"),
    ),
    16: Asked(
        """{
          exchange(type: "imaging") {
            counts { yes } pairsWithSinglePoint
            singlePoints { totalCount edges { node { relay { key } pairs organisations } } }
          }
        }""",
        ("exchange imaging --single-points", "single-points --exchange imaging --kind deployment --first 5"),
    ),
    17: Asked(
        """{
          senders: dependencies(of: "service:E_RS", direction: UPSTREAM, depth: 1) {
            systems subject { organisations completeRecords }
          }
          takers: dependencies(of: "service:E_RS", direction: DOWNSTREAM, depth: 1) {
            systems nodes(first: 200) { edges { node { depth deployment { key } } } }
          }
        }""",
        (
            "dependencies service:E_RS --depth 1",
            "dependencies service:E_RS --direction downstream --depth 1 --first 3",
        ),
    ),
    18: Asked(
        """{
          standards(filter: { types: ["NHS_TRUST", "LAB_PROVIDER"] }) {
            mandates {
              mandate { code due scope } pastDue
              systems { bound supporting knownNot notKnown } lagging { bound knownNot notKnown }
              boundSystems(compliance: [KNOWN_NOT, NOT_KNOWN], first: 50) {
                edges { node { compliance deployment { key } } }
              }
            }
          }
        }""",
        ("standards --late --first 5", "standards DAPB4013 --late --first 5"),
    ),
    19: Asked(
        """{
          deprecated: standards(deprecated: true) {
            ports portsWithoutProfile links linksWithoutProfile profiles { totalCount }
          }
        }""",
        ("standards --deprecated",),
    ),
    20: Asked(
        """{
          standards {
            mandates {
              mandate { code sources { address } }
              boundSuppliers(first: 50) {
                edges { node { supplier { key } products { key } systems { bound supporting knownNot notKnown } } }
              }
            }
          }
        }""",
        ("standards DAPB4013 --suppliers --first 5",),
    ),
    21: Asked(
        """{
          productStandards(first: 200) {
            totalCount
            edges { node {
              product { key } systems required shown claimed notOpen notKnown
              flows { flow { exchange { code } direction } openness profiles { code } }
            } }
          }
        }""",
        ("openness --first 5", "openness --capability MATERNITY --all --first 5"),
    ),
    22: Asked(
        """{
          payloads(type: "medication_allergy") {
            completeRecords taking { organisations coded notCoded unknown viewOnly }
            coded: byOrganisation(takesCoded: [YES]) { edges { node { organisation { code } takes { coded best } } } }
          }
        }""",
        ("payloads medication_allergy --takes-coded no --takes-coded unknown --first 5",),
    ),
    23: Asked(
        """{
          payloads(type: "medication_allergy") {
            organisations completeRecords sending { viewOnly } taking { viewOnly }
            byOrganisation(viewOnly: true) { totalCount }
          }
          exchange(type: "medication_allergy") {
            pairs(verdict: [YES], first: 100) {
              totalCount edges { node { sender { code } receiver { code } detail flags } }
            }
          }
        }""",
        ("payloads medication_allergy --view-only", "exchange medication_allergy --verdict yes --first 5"),
    ),
    24: Asked(
        """{
          exchange(type: "booking", filter: { settings: ["ambulance"] }, receivers: { settings: ["acute"] }) {
            counts { yes no unknown }
            pairs(verdict: [YES], first: 50) { edges { node { sender { code } receiver { code } evidence } } }
          }
        }""",
        ("exchange booking --setting ambulance --receiver RJ1 --receiver RJZ --receiver RTH --first 4",),
    ),
    25: Asked(
        """{
          standards(profile: "NRL-R4") { linksWithoutProfile profiles { edges { node { sends takes passesOn } } } }
          publishers: dependencies(of: "service:NRL", direction: UPSTREAM, depth: 1) {
            nodes { edges { node { deployment { key } } } }
          }
          readers: dependencies(of: "service:NRL", direction: DOWNSTREAM, depth: 1) {
            nodes { edges { node { deployment { key } } } }
          }
        }""",
        (
            "standards NRL-R4",
            "dependencies service:NRL --depth 1",
            "dependencies service:NRL --direction downstream --depth 1",
        ),
    ),
    26: Asked(
        """{
          payloads(type: "shared_record") {
            organisations completeRecords readiness { organisations low high }
            sending { coded notCoded unknown withoutPort } taking { coded notCoded unknown withoutPort }
          }
        }""",
        ("payloads shared_record --first 5",),
    ),
    27: Asked(
        """{
          changes(since: "2026-11-21", first: 5) {
            summary totalCount counts { kind change count } edges { node { change kind text } }
          }
          verdictChanges(type: "shared_record", asOf: "2027-05-01") { summary organisations counts { pairs } unchanged }
        }""",
        (
            "changes --since 2026-11-21 --kind link --first 5",
            "changes --as-of 2027-05-01 --exchange shared_record",
            "changes --as-of 2027-05-01",
        ),
    ),
    28: Asked(
        """{
          exchange(type: "shared_record") {
            fixes(kinds: [BRING_FORWARD], first: 50) { text change pairs fromNo fromUnknown }
          }
        }""",
        ("fixes shared_record --planned --first 5",),
    ),
    29: Asked(
        """{
          exchange(type: "referral") { counts { yes } fixes(first: 20) { kind text change pairs fromNo fromUnknown } }
        }""",
        ("fixes referral --first 5",),
    ),
    30: Asked(
        """{
          route(type: "imaging", sender: "RTH", receiver: "RHQ") {
            verdict flags evidence observedAt
            routes(first: 1) { edges { node { evidence observedAt hops {
              deployment { key evidence observedAt claims { source sourceUrl } }
              link { key evidence observedAt claims { source sourceUrl } }
              ports { role evidence observedAt claims { source sourceUrl } }
            } } } }
          }
        }""",
        ("route imaging RTH RHQ --evidence",),
    ),
}

SHARED = """one,other,patients,source,observed_at
RTH,RHQ,3200,a survey,2026-09-30
RTH,G6V2S,950,a survey,
"""
"""The figures of shared patients that question 2 brings, as a table."""
