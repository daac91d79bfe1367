/** A GPU of this machine, as it is now. Memory in GiB. */
export interface Gpu {
  readonly index: number;
  readonly name: string;
  readonly memoryTotalGb: number;
  readonly memoryUsedGb: number;
}

/** The port to the machine's GPUs. */
export interface Gpus {
  /** All of them, by index; none if there are none, or nobody can say. Never rejects. */
  read(): Promise<readonly Gpu[]>;
}
