from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_goal_links_filled")]

    operations = [
        migrations.RemoveField(model_name="goal", name="serves"),
        migrations.AddField(
            model_name="goal",
            name="serves",
            field=models.ManyToManyField(
                related_name="served_by",
                through="casework.GoalLink",
                through_fields=("imposed", "own"),
                to="casework.goal",
                verbose_name="helpt deze eigen doelen",
            ),
        ),
    ]
