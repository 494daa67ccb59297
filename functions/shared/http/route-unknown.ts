import { SopError } from '../domain/errors.ts';

/** The refusal of an address that no operation has. */
export function routeUnknown(): SopError {
  return new SopError('RouteUnknown', 404, {
    zh: '没有这个地址，可用的地址见 /openapi.json。',
    en: 'There is nothing at this address: see /openapi.json for what there is.',
  });
}
