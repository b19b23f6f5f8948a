// Requests of a catalog that the compiler knows: by its declaration, or because it is a constant.
import type { Amount, Request, RequestRest, SettingValue } from "./index.js";

export type { Amount } from "./index.js";

declare const known: unique symbol;

/**
 * A catalog with its operations (settings by id) and plans, as the declarations beside the shipped catalogs
 * and `drawdown catalog types` write it. The property is for the compiler; it is not there at run time.
 */
export interface TypedCatalog<Operations, Plans extends string> {
  readonly catalog: string;
  readonly version: string;
  readonly as_of: string;
  readonly [known]: { readonly operations: Operations; readonly plans: Plans };
}

/** A request for one operation. */
export interface RequestFor<Id, Settings, Plan> extends RequestRest {
  /** Id of the operation. */
  operation: Id;
  /** Values by setting; a setting that is left out takes its default, or stays open. */
  settings?: Settings;
  /** Id of the current plan; no plan when left out. */
  plan?: Plan;
}

/** What a catalog can be asked: as exactly as its type says. */
export type RequestOf<C> = C extends { readonly [known]: { readonly operations: infer Operations; readonly plans: infer Plans } }
  ? { [Id in keyof Operations]: RequestFor<Id, Operations[Id], Plans> }[keyof Operations]
  : C extends { readonly operations: readonly { readonly id: infer Id }[] }
    ? string extends Id
      ? Request
      : OfConstant<C, C["operations"][number]>
    : Request;

/** Ids of its operations. */
export type OperationOf<C> = RequestOf<C>["operation"] & string;

/** Ids of its plans. */
export type PlanOf<C> = NonNullable<RequestOf<C>["plan"]> & string;

/** Names of the settings of its operations. */
export type SettingOf<C> = SettingIn<RequestOf<C>>;

/** Names of the settings of requests. */
export type SettingIn<R> = R extends { settings?: infer All } ? Names<NonNullable<All>> : never;

/** An operation without settings has none, rather than any. */
type Names<All> = All extends Record<string, never> ? never : keyof All & string;

type OfConstant<C, Operation> = Operation extends { readonly id: infer Id extends string }
  ? RequestFor<Id, Settings<GroupsOf<C, Operation> & OwnSettings<Operation>>, PlansOf<C>>
  : never;

type Settings<Rules> = { readonly [Name in keyof Rules]?: Value<Rules[Name]> | undefined };

type OwnSettings<Operation> = Operation extends { readonly settings: infer Own } ? Own : unknown;

/** Of the groups in `use`; a setting of the operation's own replaces one of the same name. */
type GroupsOf<C, Operation> = Operation extends { readonly use: infer Use }
  ? C extends { readonly setting_groups: infer Groups }
    ? Omit<Together<Groups[(Use extends readonly (infer Name)[] ? Name : Use) & keyof Groups]>, keyof OwnSettings<Operation>>
    : unknown
  : unknown;

type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void ? All : never;

type PlansOf<C> = C extends { readonly plans: readonly { readonly id: infer Plan }[] } ? Plan : string;

type Value<Rule> = Rule extends { readonly choice: readonly (infer Choice)[] }
  ? Rule extends { readonly others: true }
    ? Written<Choice> | (string & {})
    : Written<Choice>
  : Rule extends { readonly flag: unknown }
    ? boolean
    : Rule extends { readonly number: unknown }
      ? Amount
      : Rule extends { readonly list: unknown }
        ? readonly Amount[]
        : SettingValue;

type Written<Choice> = Choice extends { readonly is: infer Value } ? Value : Choice;
