using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Baton.TestSupport;

/// <summary>A server's certificate that it made itself.</summary>
public sealed class TestCertificate : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    private TestCertificate(string host)
    {
        CertificateRequest request = new($"CN={host}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Makes a certificate.</summary>
    /// <param name="host">The name it is made out to.</param>
    public static TestCertificate For(string host) => new(host);

    /// <summary>Writes the certificate, without its key, where programs can be told to trust it.</summary>
    public string WriteTo(string path)
    {
        File.WriteAllText(path, Certificate.ExportCertificatePem());
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
