import { z } from 'zod';
import type { Json } from '../asl/contract.ts';
import { ServiceError } from './aws/service-error.ts';

/** The SSM API over the template's parameters: GetParameter, GetParameters. */
export function parameterActions(parameters: ReadonlyMap<string, string>): Record<string, (input: Json) => Json> {
  const described = (Name: string) => ({ Name, Type: 'String', Value: parameters.get(Name) ?? '', Version: 1 });
  return {
    GetParameter: (input) => {
      const { Name } = z.object({ Name: z.string() }).parse(input);
      if (!parameters.has(Name)) throw new ServiceError('ParameterNotFound', `Parameter ${Name} not found.`);
      return { Parameter: described(Name) };
    },
    GetParameters: (input) => {
      const { Names } = z.object({ Names: z.array(z.string()) }).parse(input);
      return {
        Parameters: Names.filter((name) => parameters.has(name)).map(described),
        InvalidParameters: Names.filter((name) => !parameters.has(name)),
      };
    },
  };
}
