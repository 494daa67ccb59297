/** What the pool tells a worker. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly event: string;
  /** Epoch milliseconds at which the function times out. */
  readonly deadline: number;
}

/** What a worker answers. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly requestId: string; readonly payload: string; readonly failed: boolean };

/** What a worker is started with. */
export interface WorkerStart {
  /** Folder of the unpacked code. */
  readonly folder: string;
  /** `file.export`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}
