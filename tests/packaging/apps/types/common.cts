import kive = require("drawdown/catalogs/kive");
import drawdown = require("drawdown");
import { Catalog, DrawdownError } from "drawdown/prices";
import { Catalog as Wallets, Wallet } from "drawdown/wallet";
import { catalogs } from "drawdown/catalogs";

const catalog = new Catalog(kive);
export const total = catalog.total({ operation: "erase", plan: "pro" }).total;
export const days = new drawdown.Catalog(kive).simulate({ start: "2026-08-01" }).days();
export const names: string[] = catalogs.map(({ name }) => name);
export const isOurs = (error: unknown): boolean => error instanceof DrawdownError;
// @ts-expect-error no such operation
catalog.estimate({ operation: "erace" });
export const balance = Wallet.load(new Wallets(kive), "{}").balance;
