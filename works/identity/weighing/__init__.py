"""What the model (`works/identity/model`) says about the record: sure links, reasons, likely pairs.

Blocks that the careful rule put together wait here; a pass takes them by chunks when nothing else waits. The model
starts from the people of the careful rule and only ever joins them further.
"""
