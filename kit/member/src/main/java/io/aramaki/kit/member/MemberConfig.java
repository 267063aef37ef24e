package io.aramaki.kit.member;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.discovery.ConsulConfig;
import java.nio.file.Path;
import java.util.Optional;

/// How a process belongs to its organisation.
public record MemberConfig(
    @Doc("Where inventory answers: static:///host:port, dns:///host:port or consul:///inventory.")
        String inventory,
    @Doc("The directory with this process's key and certificates; only its owner may read it.")
        Path tlsDirectory,
    @Doc("A file with a single-use enrolment token, for the first start.")
        Optional<Path> enrolmentTokenFile,
    @Default("local")
        @Doc("What tells this process from others of its service: letters, digits, dashes.")
        String instance,
    @Doc("Find and be found by Consul: then targets consul:///name resolve; without it, nothing.")
        Optional<ConsulConfig> discovery) {}
