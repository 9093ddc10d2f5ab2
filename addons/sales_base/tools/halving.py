def do_or_halve(env, items, function, refuse, refused=Exception, through=(), forget=None):
    """Do it for all at once in a savepoint; where it fails, for each half, until the item at fault is alone.

    :param items: list or recordset
    :param function: function(items)
    :param refuse: function(item, error) that says of the one at fault why it was left out
    :param refused: exceptions that are the fault of an item
    :param through: exceptions among these that are nobody's fault and stop everything
    :param forget: function() that forgets what was remembered of what is undone now
    """
    try:
        with env.cr.savepoint():
            function(items)
    except through:
        raise
    except refused as error:
        env.invalidate_all(flush=False)
        if forget:
            forget()
        if len(items) == 1:
            refuse(items[0], error)
            return
        middle = len(items) // 2
        for half in (items[:middle], items[middle:]):
            do_or_halve(env, half, function, refuse, refused, through, forget)
