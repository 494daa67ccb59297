import type { DecideTaskWorld } from '../decide-task/decide-task.ts';
import type { CaseFiles } from '../link-page/task-files.ts';
import type {
  Absences,
  Answers,
  Applications,
  CaseContacts,
  Cases,
  Comments,
  Customers,
  FollowUps,
  Handovers,
  Ladders,
  Now,
  Observer,
  People,
  Tasks,
  Workflow,
} from '../shared/domain/ports.ts';
import type { SuppressionList, Suppressions } from '../shared/domain/suppression.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import type { SignInService } from './sign-in/sign-in-service.ts';

/** What the inbox needs of the world. */
export interface InboxWorld extends DecideTaskWorld {
  readonly cases: Cases;
  readonly tasks: Tasks;
  readonly people: People;
  readonly customers: Customers;
  readonly applications: Pick<Applications, 'submit' | 'get' | 'list' | 'decide' | 'openAbout'>;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
  readonly answers: Answers;
  readonly caseContacts: CaseContacts;
  readonly handovers: Handovers;
  readonly absences: Absences;
  readonly comments: Comments;
  readonly followUps: FollowUps;
  readonly ladders: Pick<Ladders, 'reprioritise'>;
  /** When people work. */
  readonly calendar: WorkCalendar;
  readonly files: CaseFiles;
  readonly suppressions: Suppressions;
  readonly suppressionList: SuppressionList;
  readonly workflow: Pick<Workflow, 'stop'>;
  /** Where the case's execution is, also while it is only about to start. */
  readonly executionArnOf: (caseId: string) => string;
  readonly observer: Observer;
  readonly now: Now;
  readonly signIn: SignInService;
  /** Where people reach the inbox, without a slash at its end. */
  readonly publicUrl: string;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Told of failures that are ours. */
  readonly failed: (error: unknown) => void;
}
