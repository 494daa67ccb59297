/** An error as an AWS service answers it. `name` is the service's error code. */
export class ServiceError extends Error {
  readonly status: number;

  /** @param code the service's error code. @param status HTTP status. */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/** What an uncovered call is answered. */
export function notCovered(service: string, action: string): ServiceError {
  return new ServiceError('NotImplemented', `sales-sop local run does not cover ${service}:${action}`, 501);
}
