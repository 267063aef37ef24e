package io.aramaki.kit.security.audit;

/// Where audit entries are kept. Each process appends to a chain of its own.
public interface AuditLog {

  /// Appends an entry. It is durable when this returns; if this throws, the change that was asked
  /// for must not happen.
  ///
  /// @return the entry in its place
  ChainedEntry append(AuditEntry entry);

  /// Answers where the chain of this process stands, to be anchored.
  AuditChain.Head head();
}
