/// The door for operators and their tools: is the process alive, is it ready and how far has it
/// got, what has it counted. Plain HTTP on loopback, mutual TLS elsewhere.
@NullMarked
package io.aramaki.kit.http.admin;

import org.jspecify.annotations.NullMarked;
