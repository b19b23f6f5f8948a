"""Random requests, and what LiteLLM's `cost_per_token` answers to them.

Called by `tests/lists/answers.rs` with the number of requests for each model, a seed, how many models (`all`, or
this many random ones), and which part of them. The first line of the output is the file with the prices, the second
one the same ids and prices as JSON; each further one is a request, a tab, and the answer.
"""

import json
import os
import random
import re
import sys
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
warnings.simplefilter("ignore")
# What LiteLLM itself prints is no answer.
ANSWERS = sys.stdout
sys.stdout = sys.stderr

import litellm
from litellm.litellm_core_utils.llm_cost_calc import utils
from litellm.types.utils import (
    CacheCreationTokenDetails,
    CompletionTokensDetailsWrapper,
    PromptTokensDetailsWrapper,
    Usage,
)

litellm.suppress_debug_info = True
FILE = Path(litellm.__file__).parent / "model_prices_and_context_window_backup.json"
MODES = {"chat", "completion", "responses"}
TIERS = ["flex", "balanced", "priority", "ultrafast"]
# Their calculators take no service tier, whatever the list says.
WITHOUT_TIERS = {"fireworks_ai"}
THRESHOLD = re.compile(r"_above_(\d+)(k?)_tokens")


class Model:
    """What random requests to a model are made of."""

    def __init__(self, name, prices):
        self.name = name
        self.provider = prices["litellm_provider"]
        tiers = [] if self.provider in WITHOUT_TIERS else TIERS
        self.tiers = [tier for tier in tiers if any(key.endswith(f"_{tier}") for key in prices)]
        thresholds = [THRESHOLD.search(key) for key in prices]
        self.edges = sorted({int(found[1]) * (1000 if found[2] else 1) for found in thresholds if found})
        self.edges += [int(bound) for tier in prices.get("tiered_pricing", []) for bound in tier["range"] if bound]
        self.has_audio = any("audio_token" in key for key in prices)
        self.has_images = any("image_token" in key for key in prices)

    def usage(self, rng):
        def some():
            return rng.choice([0, rng.randrange(100), rng.randrange(10_000), rng.randrange(400_000)])

        cached, written, reasoning = some(), some(), some()
        audio, cached_audio = (some(), rng.randrange(cached + 1)) if self.has_audio else (0, 0)
        images = some() if self.has_images else 0
        hour = rng.randrange(written + 1)
        text = some() + 1
        if self.edges and rng.random() < 0.6:
            total = cached + written + audio + images + text
            text += max(0, rng.choice(self.edges) + rng.randrange(-1, 2) - total)
        input_tokens = text + cached + written + audio + images
        output_tokens = some() + reasoning
        amounts = {
            "input_tokens": input_tokens, "output_tokens": output_tokens, "cache_read_tokens": cached,
            "cache_write_tokens": written, "cache_write_1h_tokens": hour, "output_reasoning_tokens": reasoning,
            "input_audio_tokens": audio + cached_audio, "cache_audio_read_tokens": cached_audio,
            "input_image_tokens": images,
        }
        details = PromptTokensDetailsWrapper(
            cached_tokens=cached, cache_creation_tokens=written, image_tokens=images,
            audio_tokens=audio + cached_audio,
            cache_creation_token_details=CacheCreationTokenDetails(
                ephemeral_5m_input_tokens=0, ephemeral_1h_input_tokens=hour
            ),
        )
        if cached_audio:
            details.cached_tokens_details = {"audio_tokens": cached_audio}
        usage = Usage(
            prompt_tokens=input_tokens, completion_tokens=output_tokens, total_tokens=input_tokens + output_tokens,
            prompt_tokens_details=details,
            completion_tokens_details=CompletionTokensDetailsWrapper(reasoning_tokens=reasoning),
        )
        return amounts, usage

    def request(self, rng):
        amounts, usage = self.usage(rng)
        tier = rng.choice([None, *self.tiers])
        at = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=rng.randrange(500_000))
        utils.current_billing_time = lambda: at
        prompt, completion = litellm.cost_per_token(
            model=self.name, custom_llm_provider=self.provider, usage_object=usage, service_tier=tier
        )
        settings = amounts | ({"service_tier": tier} if tier else {})
        request = {"operation": self.name, "settings": settings, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        return f"{json.dumps(request)}\t{prompt + completion!r}"


def is_compared(name, prices, every):
    """Whether the list and the calculator speak of the same price."""
    provider = prices.get("litellm_provider")
    return (
        prices.get("mode") in MODES
        and ("input_cost_per_token" in prices or "tiered_pricing" in prices)
        # A catalog cannot have such an id, nor the days of other clocks.
        and "*" not in name
        and "weekday_timezone" not in prices.get("off_peak_pricing", {})
        # The calculator takes the prices of this other model.
        and f"{provider}/{name}" not in every
        and not name.startswith(f"{provider}/{provider}/")
        # The calculator does not bill requests.
        and "input_cost_per_request" not in prices
        # This calculator has no tiers by length.
        and not (provider == "perplexity" and any("_above_" in key for key in prices))
    )


def plain(every):
    """Ids and prices as JSON, without what an import leaves out."""
    left_out = ("_batches", "_above_1hr_batches", "_decisions", "0p", "multiplier")
    return {
        name: {key: value for key, value in prices.items() if ("cost" in key or "pricing" in key) and not key.endswith(left_out)}
        for name, prices in every.items()
    }


def main():
    cases = int(sys.argv[1])
    rng = random.Random(sys.argv[2])
    every = json.loads(FILE.read_text())
    print(FILE, file=ANSWERS)
    print(json.dumps(plain(every), separators=(",", ":")), file=ANSWERS)
    names = [name for name, prices in every.items() if is_compared(name, prices, every)]
    if sys.argv[3] != "all":
        names = rng.sample(names, int(sys.argv[3]))
    part, parts = map(int, sys.argv[4].split("/"))
    assert 1 <= part <= parts
    for name in names[part - 1 :: parts]:
        model = Model(name, every[name])
        try:
            for _ in range(cases):
                print(model.request(rng), file=ANSWERS)
        except BrokenPipeError:
            return


main()
