import * as z from 'zod/mini';

/** Reads a function's settings once per container. Throws `EnvironmentInvalid` naming the variables, never their values. */
export function environment<Env>(schema: z.ZodMiniType<Env>, source: NodeJS.ProcessEnv = process.env): Env {
  const read = z.safeParse(schema, source);
  if (read.success) return read.data;
  const names = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
  const error = new Error(`Environment variables missing or malformed: ${names.join(', ')}`);
  error.name = 'EnvironmentInvalid';
  throw error;
}
