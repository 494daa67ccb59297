export type {
  InvocationResult,
  LocalRun,
  LocalRunOptions,
  Log,
  Mailbox,
  Meter,
  MeterReading,
  Person,
  ReadMail,
  StoredMail,
} from './contract.ts';
