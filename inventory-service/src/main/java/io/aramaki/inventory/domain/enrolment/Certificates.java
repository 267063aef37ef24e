package io.aramaki.inventory.domain.enrolment;

/// The organisation's certificate authority.
public interface Certificates {
  /// Answers SHA-256 of the public key in a PKCS#10 request, lower-case hex.
  ///
  /// @throws io.aramaki.inventory.domain.InventoryException.Invalid if it is no request, not signed
  ///   by its own key, or has another key than P-256
  String keySha256(byte[] request);

  /// Issues a certificate for the key in the request and the name of the holder.
  IssuedCertificate issue(Holder holder, byte[] request);
}
