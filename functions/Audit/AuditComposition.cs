using Countersign.Storage;
using Countersign.Storage.Sealing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Audit;

public static class AuditComposition
{
    public static FunctionsApplicationBuilder AddAudit(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        builder.Services.AddSingleton(services => KeyOf(services.GetRequiredService<IOptions<AuditOptions>>().Value));
        builder.Services.AddSingleton<ICheckpointSink>(services =>
            services.GetRequiredService<IOptions<AuditOptions>>().Value.CheckpointFile is { Length: > 0 } file
                ? new FileCheckpoints(file)
                : new LogCheckpoints(services.GetRequiredService<ILogger<LogCheckpoints>>()));
        builder.Services.AddSingleton(services => new Checkpoints(
            services.GetRequiredService<People>(),
            services.GetRequiredService<DueLists>(),
            services.GetRequiredService<CheckpointKey>(),
            services.GetRequiredService<ICheckpointSink>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<Checkpoints>>()));
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        builder.Services.AddSingleton(services =>
        {
            var keep = services.GetRequiredService<IOptions<RetentionOptions>>().Value;
            var (due, time) = (services.GetRequiredService<DueLists>(), services.GetRequiredService<TimeProvider>());
            return new KeptDays(new RetentionDays("events", keep.Events, due, time), new RetentionDays("keys", keep.Keys, due, time));
        });
        builder.Services.AddSingleton(services => new Retention(
            services.GetRequiredService<People>(),
            services.GetRequiredService<Trail>(),
            services.GetRequiredService<DueLists>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<Retention>>()));
        builder.Services.AddSingleton<PersonSignals>();
        builder.Services.AddSingleton<IPersonSignals>(services => services.GetRequiredService<PersonSignals>());
        builder.Services.AddSingleton<People>();
        builder.Services.AddSingleton<AuditReader>();
        builder.Services.AddSingleton(services => new Trail(
            services.GetRequiredService<ITables>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<PersonSignals>(),
            services.GetRequiredService<Checkpoints>(),
            services.GetRequiredService<KeptDays>().Events));
        builder.Services.AddSingleton(services => new AuditBook(
            services.GetRequiredService<AuditReader>(),
            services.GetRequiredService<Checkpoints>(),
            services.GetRequiredService<CheckpointKey>(),
            services.GetServices<IChainWitness>(),
            services.GetRequiredService<TimeProvider>()));
        return builder;
    }

    internal static CheckpointKey KeyOf(AuditOptions options) =>
        CheckpointKey.FromPem(options.SigningKey is { Length: > 0 } pem ? pem : OwnerOnlyFile.Read(options.SigningKeyFile ?? "", "Audit:SigningKeyFile"));
}
