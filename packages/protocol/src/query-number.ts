import { z } from "zod";

/** A number as a query string carries it: plain decimal digits, so that a blank is no 0. */
export const queryNumber = z.coerce
  .string()
  .regex(/^\d{1,16}(\.\d{1,6})?$/, "must be a number in decimal digits")
  .pipe(z.coerce.number());

/** A whole number as a query string carries it, within the bounds of a schema. */
export const queryInteger = (schema: z.ZodInt) => queryNumber.pipe(schema);
