package chatcontacts.cli.console;

import chatcontacts.config.Settings;
import chatcontacts.registry.SchemaRegistration.Registered;
import java.util.List;

/** Registers the schemas of all topics that hold Avro values. */
public interface SchemaRegistrar {

    /**
     * Registers them.
     *
     * @throws chatcontacts.registry.SchemaRegistration.RegistryUnreachableException if no answer came
     * @throws chatcontacts.registry.SchemaRegistration.RegistryRejectedException if the registry rejects one
     */
    List<Registered> register(Settings settings);
}
