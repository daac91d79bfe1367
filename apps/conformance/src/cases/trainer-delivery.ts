import { isDeepStrictEqual } from "node:util";
import { trainerCase } from "../define-case.ts";
import { producerOf } from "../ingest-server/ingest-request.ts";
import { expectSentAgain, requestThatMet } from "../recordings/deliveries.ts";
import { endingOf, lastWords } from "../recordings/trainer-recording.ts";

/** How a trainer delivers what it reports, also where the server is in trouble. */
export const trainerDeliveryCases = [
  trainerCase(
    {
      id: "trainer-delivery-001",
      title: "The records of a producer come in order: its producer_seq only rises",
      clauses: ["ING-10"],
      scene: "undisturbed",
    },
    ({ requests }, checks) => {
      const highest = new Map<string, number>();
      for (const record of requests.flatMap(({ records }) => records)) {
        const seq = (record as { producer_seq?: unknown } | undefined)?.producer_seq;
        if (typeof seq !== "number") continue;
        const producer = producerOf(record);
        const before = highest.get(producer) ?? -1;
        checks.that(seq > before, `producer_seq ${seq} of ${producer} came after ${before}`);
        highest.set(producer, seq);
      }
      checks.that(requests.length > 0, "it sent no request with records");
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-002",
      title: "A trainer waits for the answer to a request before it sends the next",
      clauses: ["ING-10"],
      scene: "undisturbed",
    },
    ({ requests }, checks) => {
      for (const [at, { overlapping }] of requests.entries()) {
        checks.equal(overlapping, [], `producers whose request ${at + 1} came before the answer to another`);
      }
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-003",
      title: "A request refused with 503 is sent again, unchanged and before any later record",
      clauses: ["ING-12"],
      scene: "disturbed",
    },
    (recording, checks) => {
      expectSentAgain(recording, requestThatMet(recording, "refuse", checks), checks);
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-004",
      title: "A request whose connection was cut is sent again, unchanged and before any later record",
      clauses: ["ING-12"],
      scene: "disturbed",
    },
    (recording, checks) => {
      expectSentAgain(recording, requestThatMet(recording, "cut", checks), checks);
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-005",
      title: "A request whose answer was lost is sent again with its producer_seq, so that it counts once",
      clauses: ["ING-12"],
      scene: "disturbed",
    },
    (recording, checks) => {
      const at = requestThatMet(recording, "lose answer", checks);
      expectSentAgain(recording, at, checks);
      const unnumbered = recording.requests[at]?.records.filter((record) => producerOf(record) === "");
      checks.equal(
        unnumbered,
        [],
        "records without producer_id, which are stored twice if an answer is lost",
      );
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-006",
      title: "A record that came back in rejected is not sent again",
      clauses: ["ING-11"],
      scene: "disturbed",
    },
    (recording, checks) => {
      const at = requestThatMet(recording, "reject first", checks);
      const [rejected] = recording.requests[at]?.records ?? [];
      const later = recording.requests.slice(at + 1).flatMap(({ records }) => records);
      const again = later.filter((record) => isDeepStrictEqual(record, rejected));
      checks.equal(again, [], "records that were sent again though they were rejected");
    },
  ),
  trainerCase(
    {
      id: "trainer-delivery-007",
      title: "A training comes to its end though the server was in trouble on the way",
      clauses: ["ING-15", "ING-16"],
      scene: "disturbed",
    },
    (recording, checks) => {
      requestThatMet(recording, "reject first", checks);
      const { terminalStatus, end } = recording;
      checks.that(terminalStatus !== undefined, `it reported no end: ${endingOf(recording)}`);
      checks.equal(terminalStatus, "completed", "the status that it ended with");
      const how = end ? `it exited with ${end.how}${lastWords(end)}` : endingOf(recording);
      checks.that(end?.exitCode === 0, `after completed its process must exit with 0, but ${how}`);
    },
  ),
];
