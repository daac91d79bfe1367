"""The messages, codes and limits of the wire as Python types, made from the protocol's schemas."""
