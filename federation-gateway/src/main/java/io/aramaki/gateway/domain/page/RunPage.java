package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.view.RunView;

/// One run.
public record RunPage(RunView run) {}
