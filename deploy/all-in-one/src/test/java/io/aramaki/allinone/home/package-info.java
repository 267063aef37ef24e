/// Tests of keeping processes alive, without processes.
@org.jspecify.annotations.NullMarked
package io.aramaki.allinone.home;
