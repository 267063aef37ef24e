package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.view.ActionView;
import io.aramaki.gateway.domain.view.RunView;
import java.util.List;

/// One action: its form and who ran it last.
public record ActionPage(ActionView action, Part<List<RunView>> runs) {}
