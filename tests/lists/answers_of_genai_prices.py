"""Random requests, and what genai-prices answers to them.

Called by `tests/lists/answers.rs` with the number of requests for each model, a seed, how many models (`all`, or
this many random ones), and which part of them. The first line of the output is the file with the prices, the second
one the same ids and prices as JSON; each further one is a request, a tab, and the answer to 12 places.
"""

import json
import random
import sys
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

import genai_prices.data
from genai_prices.decompose import is_descendant_or_self
from genai_prices.types import ModelPrice, StartDateConstraint, TieredPrices, TimeOfDateConstraint, Usage
from genai_prices.units import _get_registry

UNITS = _get_registry()
PLACES = Decimal("1e-12")
# The context of the library has 28 digits; a total of 12 places needs more only above 10^16.
getcontext().prec = 40


def prices_of(model):
    """Every set of prices of a model, and every constraint."""
    conditional = [] if isinstance(model.prices, ModelPrice) else model.prices
    sets = [model.prices] if isinstance(model.prices, ModelPrice) else [each.prices for each in conditional]
    variants = model.price_variants or []
    constraints = [each.constraint for each in [*conditional, *variants] if each.constraint is not None]
    return sets + [variant.prices for variant in variants], constraints


class Model:
    """What random requests to a model are made of."""

    def __init__(self, provider, model):
        self.provider = provider
        self.model = model
        sets, constraints = prices_of(model)
        prices = [(key, price) for each in sets for key, price in each.__dict__.items() if price is not None]
        units = {key: UNITS.unit_for_price_key(key) for key, _ in prices}
        self.units = [unit for unit in units.values() if unit.usage_key != "requests"]
        self.starts = sorted({tier.start for _, price in prices if isinstance(price, TieredPrices) for tier in price.tiers})
        if self.starts and not any(unit.usage_key == "input_tokens" for unit in self.units):
            self.units.append(UNITS.units["input_tokens"])
        self.contexts = {}
        for variant in model.price_variants or []:
            for key, value in variant.when.items():
                self.contexts.setdefault(key, []).append(value)
        self.moments = [moment for constraint in constraints for moment in edges(constraint)]
        self.is_recording = provider.id == "groq" and model.id.startswith("whisper-large-v3")
        if self.is_recording:
            self.units = [UNITS.units["audio_seconds"]]

    def amounts(self, rng):
        """A usage in which no part is larger than the whole."""
        rest = {}
        for unit in self.units:
            if unit.dimensions.get("family") == "durations":
                rest[unit.usage_key] = Decimal(rng.choice([0, rng.randrange(1, 30), rng.randrange(1, 100_000)])) / rng.choice([1, 4])
            else:
                rest[unit.usage_key] = rng.choice([0, rng.randrange(100), rng.randrange(10_000), rng.randrange(2_000_000)])
        values = {
            unit.usage_key: sum(rest[part.usage_key] for part in self.units if is_descendant_or_self(unit, part))
            for unit in self.units
        }
        if self.starts and rng.random() < 0.5:
            at = rng.choice(self.starts) + rng.randrange(-1, 2)
            values["input_tokens"] += max(0, at - values["input_tokens"])
        return values

    def request(self, rng):
        values = self.amounts(rng)
        context = {key: rng.choice(options) for key, options in self.contexts.items() if rng.random() < 0.6}
        at = datetime(2023, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=rng.randrange(5 * 365 * 86_400))
        if self.moments and rng.random() < 0.7:
            at = moment(rng.choice(self.moments), at) + timedelta(seconds=rng.randrange(-1, 2))
        price = self.model.calc_price(
            Usage(**values), self.provider, genai_request_timestamp=at, price_context=context or None
        )
        total = price.total_price.quantize(PLACES, ROUND_HALF_EVEN)
        settings = {key: str(value) for key, value in values.items()} | context
        request = {"operation": f"{self.provider.id}/{self.model.id}", "settings": settings, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        return f"{json.dumps(request)}\t{total:f}"


def edges(constraint):
    if isinstance(constraint, StartDateConstraint):
        return [constraint.start_date]
    assert isinstance(constraint, TimeOfDateConstraint)
    return [constraint.start_time, constraint.end_time]


def moment(edge, at):
    """An edge as an instant; a time of day on the day of `at`."""
    if isinstance(edge, time):
        return datetime.combine(at.date(), edge.replace(tzinfo=timezone.utc))
    assert isinstance(edge, date)
    return datetime.combine(edge, time(), tzinfo=timezone.utc)


def plain(value):
    """Prices as JSON has them."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, TieredPrices):
        return {"base": plain(value.base), "tiers": [{"start": tier.start, "price": plain(tier.price)} for tier in value.tiers]}
    if isinstance(value, ModelPrice):
        return {key: plain(price) for key, price in value.__dict__.items() if price is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (str, dict)):
        return value
    if isinstance(value, (date, time)):
        return str(value)
    return {key: plain(part) for key, part in vars(value).items() if part is not None}


def every_price():
    for provider in genai_prices.data.providers:
        for model in provider.models:
            prices = plain(model.prices)
            if model.price_variants:
                prices = {"prices": prices, "price_variants": plain(model.price_variants)}
            yield f"{provider.id}/{model.id}", prices


def main():
    cases = int(sys.argv[1])
    print(Path(genai_prices.data.__file__))
    print(json.dumps(dict(every_price()), separators=(",", ":")))
    rng = random.Random(sys.argv[2])
    models = [(provider, model) for provider in genai_prices.data.providers for model in provider.models]
    if sys.argv[3] != "all":
        models = rng.sample(models, int(sys.argv[3]))
    part, parts = map(int, sys.argv[4].split("/"))
    assert 1 <= part <= parts
    for provider, model in models[part - 1 :: parts]:
        model = Model(provider, model)
        sys.stdout.writelines(f"{model.request(rng)}\n" for _ in range(cases))


main()
