using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.Sandbox.World;

/// <summary>A certificate for loopback, made on first use. Clients trust it by <c>sandbox.pem</c>, which holds no key.</summary>
public static class OwnCertificate
{
    public const string FileName = "sandbox.pem";

    public static X509Certificate2 In(string folder, TimeProvider time)
    {
        var certificatePath = Path.Combine(folder, FileName);
        var keyPath = Path.Combine(folder, "sandbox-key.pem");
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
            Make(certificatePath, keyPath, time.GetUtcNow());
        using var loaded = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null); // a key that lives in memory alone does not serve TLS on Windows
    }

    private static void Make(string certificatePath, string keyPath, DateTimeOffset now)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=Countersign sandbox", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        OwnFile.Write(keyPath, rsa.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
    }
}
