import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";

/**
 * Reads what a user may set from the command line and the environment. Where help is asked for or an option is
 * wrong, it prints that and ends the process.
 *
 * @param argv as in `process.argv`.
 */
export function readOptions(argv: readonly string[]) {
  return new Command("trainwire-digits")
    .description("Teaches a neural network to read handwritten digits, and shows every step of it live.")
    .addOption(
      new Option("--url <url>", "where the Trainwire server is")
        .env("TRAINWIRE_URL")
        .argParser(httpUrl)
        .default(new URL("http://127.0.0.1:8000"), "http://127.0.0.1:8000"),
    )
    .addOption(
      new Option("--train-id <id>", "id of the training (default: a new one)").env("TRAINWIRE_TRAIN_ID"),
    )
    .addOption(
      new Option("--token <token>", "the server's token; the environment keeps it out of process lists")
        .env("TRAINWIRE_TOKEN")
        .argParser((text: string) => text.trim()),
    )
    .option("--name <name>", "what people call the training", "Handwritten digits")
    .option("--epochs <count>", "how often each digit is shown", positiveInteger, 25)
    .option("--batch-size <digits>", "digits per step", positiveInteger, 64)
    .option("--hidden <units>", "size of the hidden layer", positiveInteger, 256)
    .option("--learning-rate <rate>", "peak of the learning rate", positiveNumber, 0.05)
    .option("--seed <integer>", "what chance begins with; the same seed repeats a training", integer, 1)
    .option("--report-every <steps>", "steps from one report to the next", positiveInteger, 15)
    .option("--quiet", "print nothing but errors", false)
    .parse(argv)
    .opts();
}

function httpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError("It must be like http://127.0.0.1:8000.");
}

function integer(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

function positiveInteger(text: string): number {
  const value = integer(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be above zero.");
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above zero.");
}
