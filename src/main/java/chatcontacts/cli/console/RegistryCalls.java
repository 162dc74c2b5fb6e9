package chatcontacts.cli.console;

import chatcontacts.config.RegistrySettings;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.RegistrySettingException;
import chatcontacts.registry.SchemaRegistration.RegistryRejectedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import java.util.function.Supplier;

/** Calls the schema registry for commands and translates errors into one line for the user. */
public final class RegistryCalls {

    private RegistryCalls() {}

    /** A connection that is not used yet. */
    public static RegistryConnection connect(RegistrySettings settings) {
        return call(settings, () -> RegistryConnection.with(settings.client()));
    }

    /** The registry's response. */
    public static <T> T call(RegistrySettings settings, Supplier<T> call) {
        try {
            return call.get();
        } catch (RegistryUnreachableException e) {
            throw new CommandException(
                    ExitCode.UNREACHABLE, e.getMessage() + " (schema.registry.url is " + settings.url() + ")", e);
        } catch (RegistryRejectedException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (RegistrySettingException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
