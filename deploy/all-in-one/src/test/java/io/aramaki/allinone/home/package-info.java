/// Tests of what lies in a home.
@org.jspecify.annotations.NullMarked
package io.aramaki.allinone.home;
