/** Most answers that are remembered; whoever sends more different questions only makes them be answered anew. */
const maxAnswers = 1000;

/** Remembers the answers of a pure function that is asked the same few questions by every request. */
export function remembered<T>(answer: (question: string) => T): (question: string) => T {
  const answers = new Map<string, T>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const made = answer(question);
    if (answers.size >= maxAnswers) answers.clear();
    // What is long is not worth the memory.
    if (question.length <= 256) answers.set(question, made);
    return made;
  };
}
