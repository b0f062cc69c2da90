using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

internal sealed class LocalBindingMetadata(string name, string type) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => BindingDirection.In;
}
