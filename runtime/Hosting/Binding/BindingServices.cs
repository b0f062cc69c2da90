using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Runtime.Hosting;

/// <summary>What bindings need besides the invocation.</summary>
/// <param name="Client">Asked for at binding time: the engine starts after the functions were found.</param>
internal sealed record BindingServices(DataConverter Converter, JsonSerializerOptions Json, Func<DurableTaskClient> Client);
