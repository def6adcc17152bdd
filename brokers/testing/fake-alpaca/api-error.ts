/** A refusal as Alpaca words it: status, `code`, `message`, and further keys of the body. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, code: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { code, message, ...more };
  }
}

/** 400: the body cannot be read. */
export const badBody = (): ApiError => new ApiError(400, 40010000, 'request body format is invalid');
/** 422 40010001: a field is missing or malformed. */
export const malformed = (message: string): ApiError => new ApiError(422, 40010001, message);
/** 422 42210000: well-formed, but it cannot be. */
export const impossible = (message: string): ApiError => new ApiError(422, 42210000, message);
/** 403 40310000: not with this account. */
export const forbidden = (message: string, more?: Readonly<Record<string, unknown>>): ApiError =>
  new ApiError(403, 40310000, message, more);
/** 404 40410000. */
export const notFound = (message: string): ApiError => new ApiError(404, 40410000, message);
