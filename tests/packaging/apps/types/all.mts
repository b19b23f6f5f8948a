import { Catalog, type Projection } from "drawdown";
import { Catalog as WebCatalog, init } from "drawdown/web";
import { Catalog as Prices, init as initPrices } from "drawdown/prices/web";
import { Catalog as Wallets, Wallet, init as initWallets, type Outcome } from "drawdown/wallet/web";
import { SimulationWorker } from "drawdown/worker";

await Promise.all([init(), initPrices(), initWallets()]);
export const projection: Projection = new Catalog("{}").simulate({ start: "2026-08-01" });
export const rest = [new WebCatalog("{}").id, new Prices("{}").id, new SimulationWorker()];
export const outcome: Outcome = Wallet.load(new Wallets("{}"), "{}").charge({ operation: "erase", amount: 4 });
