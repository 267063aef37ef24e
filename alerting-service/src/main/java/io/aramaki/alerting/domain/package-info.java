/// The heart of alerting: state changes, people and time go in; alerts, groups and notifications
/// come out. Pure: an [Edit] collects what changes, the shell makes it durable in one conditional
/// batch, and only then it becomes the state.
@NullMarked
package io.aramaki.alerting.domain;

import org.jspecify.annotations.NullMarked;
