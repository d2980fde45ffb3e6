using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Baton.Targets.Containers.Engine;

/// <summary>The certificates for an engine behind TLS: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> of a folder, each where it is there.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record EngineTls(string Folder)
{
    /// <summary>The certificates that the environment names, or <see langword="null"/> where it asks for no TLS.</summary>
    /// <param name="runtime">Which engine.</param>
    /// <param name="address">Its address.</param>
    /// <param name="variables">The environment.</param>
    public static EngineTls? Of(ContainerRuntime runtime, string address, IReadOnlyDictionary<string, string> variables)
    {
        bool isAsked =
            address.StartsWith("https://", StringComparison.Ordinal)
            || (
                runtime == ContainerRuntime.Docker
                && address.StartsWith("tcp://", StringComparison.Ordinal)
                && IsSet("DOCKER_TLS_VERIFY") is not null
            );
        return isAsked
            ? new EngineTls(IsSet("DOCKER_CERT_PATH") ?? Path.Combine(IsSet("HOME") ?? "", ".docker"))
            : null;

        string? IsSet(string name) => variables.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
    }

    /// <summary>Agrees on TLS, and on who is who.</summary>
    /// <param name="plain">The connection; owned by the result.</param>
    /// <param name="host">The name the engine's certificate is to have.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="EngineException">A certificate cannot be read, or one side does not accept the other's.</exception>
    public async Task<SslStream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken)
    {
        SslStream secured = new(plain);
        try
        {
            await secured.AuthenticateAsClientAsync(Options(host), cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (Exception failed) when (failed is CryptographicException or UnauthorizedAccessException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new EngineException(
                $"the certificates in `{Folder}` cannot be read: {failed.Message}",
                status: null,
                new AuthenticationException(failed.Message, failed)
            );
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new EngineException(
                failed.InnerException?.Message ?? failed.Message,
                status: null,
                failed as AuthenticationException ?? new AuthenticationException(failed.Message, failed)
            );
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SslClientAuthenticationOptions Options(string host)
    {
        SslClientAuthenticationOptions options = new() { TargetHost = host };
        if (Existing("ca.pem") is { } authority)
        {
            X509ChainPolicy policy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            options.CertificateChainPolicy = policy;
        }

        if (Existing("cert.pem") is { } certificate && Existing("key.pem") is { } key)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        }

        return options;
    }

    private string? Existing(string name)
    {
        string file = Path.Combine(Folder, name);
        return File.Exists(file) ? file : null;
    }
}
