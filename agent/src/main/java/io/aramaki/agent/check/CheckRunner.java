package io.aramaki.agent.check;

/// Carries one check out. Never throws for what a check does: that is an UNKNOWN with its reason.
@FunctionalInterface
public interface CheckRunner {
  CheckOutcome run(CheckDefinition check, ExecutionTrace trace);
}
