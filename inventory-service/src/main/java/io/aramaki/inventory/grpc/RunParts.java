package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunOutput;
import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.run.Runs;

/// What deals with runs.
public record RunParts(Runs runs, RunWork work, RunOutput output, RunNews news) {}
