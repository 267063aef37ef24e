package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.domain.view.TicketView;
import io.aramaki.gateway.domain.view.TransitionView;
import java.util.List;

/// One alert with its history.
public record AlertPage(
    AlertView alert, Part<List<TransitionView>> history, Part<List<TicketView>> tickets) {}
