const { answer } = require("../answer.cjs");

console.log(answer(require("drawdown/prices"), require("drawdown"), require("drawdown/catalogs/kive")));
