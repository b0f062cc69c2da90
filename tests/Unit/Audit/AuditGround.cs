using System.Security.Cryptography;
using Countersign.Audit;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Unit.Storage;

namespace Countersign.Tests.Unit.Audit;

/// <summary>A store on a folder of its own, and a key that signs checkpoints.</summary>
internal sealed class AuditGround : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AuditGround()
    {
        Tables = new SqliteTables(Path.Combine(_folder.Path, "app"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Key = CheckpointKey.FromPem(key.ExportPkcs8PrivateKeyPem());
    }

    public string CheckpointFile => Path.Combine(_folder.Path, "checkpoints.jsonl");

    public SqliteTables Tables { get; }

    public CheckpointKey Key { get; }

    public void Dispose()
    {
        Tables.Dispose();
        Key.Dispose();
        _folder.Dispose();
    }
}
