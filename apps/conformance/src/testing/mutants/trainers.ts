/** For every case the faults of a trainer that must turn it red; see `../trainers/faults.ts`. */
export const trainerMutantsByCase: Readonly<Record<string, readonly string[]>> = {
  "trainer-course-001": ["reports-a-text-as-loss", "publishes-another-training", "names-no-content-type"],
  "trainer-course-002": ["goes-back-a-step", "lets-progress-fall"],
  "trainer-course-003": ["leaves-without-an-end", "goes-on-after-its-end", "ends-twice", "crashes", "hangs"],
  "trainer-course-004": ["exits-with-1-after-completed", "calls-itself-failed", "never-ends", "floods"],
  "trainer-course-005": ["says-nan-in-words"],
  "trainer-delivery-001": ["numbers-backwards"],
  "trainer-delivery-002": ["does-not-wait"],
  "trainer-delivery-003": ["drops-what-is-refused", "changes-what-it-sends-again"],
  "trainer-delivery-004": ["drops-what-is-cut"],
  "trainer-delivery-005": ["renumbers-what-it-sends-again", "has-no-numbers"],
  "trainer-delivery-006": ["insists-on-rejected-records"],
  "trainer-delivery-007": ["gives-up-in-trouble"],
  "trainer-stop-001": ["ignores-term"],
  "trainer-stop-002": ["dies-at-term", "says-nothing-at-term"],
  "trainer-stop-003": ["accepts-cancel-and-goes-on", "accepts-cancel-and-completes"],
};
